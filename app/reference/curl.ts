import type { Example } from '#app/api/v1/openapi.json/example.ts';

/** Pure: the example's request as a command. Its answer is what stands beside it. */
export function curlOf(server: string, method: string, { path, body }: Example): string {
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}'${server}${path}'`,
    `-H "Authorization: Bearer $MAILROOM_TOKEN"`,
    ...(body ? [`-H 'Content-Type: application/json'`, `-d '${quote(JSON.stringify(body))}'`] : []),
  ];
  return lines.join(' \\\n  ');
}

/** Within single quotes a shell obeys nothing but the quote itself. */
function quote(text: string): string {
  return text.replaceAll("'", "'\\''");
}
