/** Numbers that messages write as words before a unit of time ("two hours"), for all languages together. */
export const NUMBERS: { [words: string]: number } = {
  'one, an, a': 1,
  two: 2,
  three: 3,
  five: 5,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  sixty: 60,
};
