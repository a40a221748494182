/** Something the palette does. `terms`: what it is found by, beside its name. */
export type Command = {
  id: string;
  group: string;
  name: string;
  /** In grey beside the name. */
  note?: string;
  terms?: string;
  keys?: string;
  run: () => void;
};

/** As many as can be looked over. */
const SHOWN = 12;

/** Pure: the commands that have every word that was typed, those whose name begins with it first; else in their order. */
export function findCommands(commands: Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = commands.filter(({ name, note = '', terms = '' }) => {
    const said = `${name} ${note} ${terms}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
  const [first = ''] = words;
  const begins = ({ name }: Command) => Number(first !== '' && name.toLowerCase().startsWith(first));
  return matching.toSorted((a, b) => begins(b) - begins(a)).slice(0, SHOWN);
}
