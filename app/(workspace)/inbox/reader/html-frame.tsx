/**
 * Twice locked, on top of the server's cleaning: the frame has an origin of its own and runs no script
 * (sandbox), and nothing in it may be fetched, so that the sender does not learn that it was read.
 * Links open in a tab of their own, outside the sandbox, without a way back to this page.
 */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export function HtmlFrame({ html }: { html: string }) {
  return (
    <iframe
      title="The message as its sender laid it out"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={documentOf(html)}
      // Mail is written for white paper: in the dark it stays a sheet of it.
      className="m-4 min-h-[320px] flex-1 rounded-control border border-line bg-[#fff] max-md:m-2"
    />
  );
}

function documentOf(html: string): string {
  return `<!doctype html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width"><base target="_blank">
<style>:root{color-scheme:light}body{margin:16px;font:14px/1.5 ui-sans-serif,system-ui,sans-serif;color:#171717;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}</style>
</head><body>${html}</body></html>`;
}
