/** Standard input to its end. */
export async function readInputBytes(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export async function readInput(): Promise<string> {
  return (await readInputBytes()).toString();
}
