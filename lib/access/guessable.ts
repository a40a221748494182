/**
 * What the lists of stolen passwords are made of (NIST SP 800-63B section 3.1.1.2). With twelve signs to fill, people
 * repeat such words and put digits beside them: what is left when these are taken away is what has to be guessed.
 */
const COMMON = [
  ...['password', 'passwort', 'passw0rd', 'p@ssword', 'p@ssw0rd', 'qwertyuiop', 'qwertz', 'qwerty', 'azerty'],
  ...[
    'asdfghjkl',
    'asdfgh',
    'zxcvbnm',
    'zxcvbn',
    'qazwsxedc',
    'qazwsx',
    '1q2w3e4r5t',
    '1q2w3e4r',
    'q1w2e3r4',
  ],
  ...['letmein', 'welcome', 'changeme', 'administrator', 'admin', 'iloveyou', 'monkey', 'dragon', 'sunshine'],
  ...['princess', 'football', 'baseball', 'superman', 'batman', 'master', 'secret', 'login', 'hello', 'abc'],
  ...['summer', 'winter', 'spring', 'autumn', 'mailroom', 'correcthorsebatterystaple', 'trustno', 'starwars'],
];
/** Fewer different signs are a pattern. */
const MIN_DIFFERENT = 5;
/** Less beside common words and digits is a decoration. */
const MIN_LEFT = 4;

/** Pure: whether a password of enough signs is one of those that are tried first. @param known the email: its words are known too */
export function isGuessable(password: string, known: string): boolean {
  const lower = password.toLowerCase();
  if (new Set(lower).size < MIN_DIFFERENT) return true;
  const words = [...COMMON, ...known.toLowerCase().split(/[^\p{L}\p{N}]+/u)].filter(
    (word) => word.length > 2,
  );
  let left = lower;
  for (const word of words.toSorted((a, b) => b.length - a.length)) left = left.replaceAll(word, '');
  return left.replace(/[\d\s\p{P}\p{S}]+/gu, '').length < MIN_LEFT;
}
