/**
 * A message's clean HTML as a page for a frame. Where no pointer can ask a link where it leads, the link says so itself.
 * `policy`: a Content-Security-Policy, where no header says one.
 */
export function htmlDocument(html: string, policy?: string): string {
  const meta = policy ? `<meta http-equiv="Content-Security-Policy" content="${policy}">` : '';
  return `<!doctype html><html><head><meta charset="utf-8">${meta}
<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width"><base target="_blank">
<style>:root{color-scheme:light}body{margin:16px;font:14px/1.5 ui-sans-serif,system-ui,sans-serif;color:#171717;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}@media(hover:none){a[data-leads-to]::after{content:" (" attr(data-leads-to) ")";font:11px/1.3 ui-sans-serif,system-ui,sans-serif}}</style>
</head><body>${html}</body></html>`;
}
