/**
 * The pairs of letters that words are made of, most of all the words of European languages written in ASCII. Of the pairs in a word about
 * nine in ten are common, of those in a random string about four in ten.
 */
const COMMON = new Set(
  'ab ac ad af ag ai ak al am an ap ar as at au av ay ba be bi bl bo br bu ca ce ch ci ck cl co cr ct cu da de di do dr du ea ec ed ee ef eg ei ek el em en ep er es et ev ew ex ey fa fe ff fi fo fr fu ga ge gh gi gl go gr gu ha he hi ho hr ht hu ia ib ic id ie if ig ik il im in io ip ir is it iv ja je ji jo ju ka ke ki kl ko ks ku la ld le li lk ll lo ls lt lu ly ma mb me mi mm mo mp mu na nc nd ne ng ni nk nn no ns nt nu ny ob oc od of og ok ol om on oo op or os ot ou ov ow pa pe ph pi pl po pp pr pu qu ra rd re rg ri rk rl rm rn ro rr rs rt ru ry sa sc se sh si sk sl sm so sp ss st su sy ta te th ti tl to tr tt tu ty ub uc ud ug ul um un up ur us ut va ve vi vo wa we wh wi wo ya ye yo za ze zi'.split(
    ' ',
  ),
);
/** Between what words reach and what random letters reach. */
const WORD_SHARE = 0.72;

/** Whether letters could be a word that somebody reads, rather than a code that somebody copies. */
export function isWordlike(letters: string): boolean {
  const word = letters.toLowerCase();
  let common = 0;
  for (let at = 0; at + 1 < word.length; at++) if (COMMON.has(word.slice(at, at + 2))) common++;
  return common / (word.length - 1) >= WORD_SHARE;
}
