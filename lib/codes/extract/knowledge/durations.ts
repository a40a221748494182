/**
 * Numbers that messages write as words before a unit of time ("two hours"), in all languages together, one
 * number a line.
 */
export const NUMBERS: [number, string][] = [
  [
    1,
    'one, an, a, ein, eine, einer, einem, une, un, una, um, uma, één, een, en, ett, yhden, jedną, jednej, jednu, jedné, jeden, jednoho, одной, одну, один, одного, однієї, bir, egy, o, 一, 한, satu, एक, ένα, μία, μίας',
  ],
  [
    2,
    'two, zwei, deux, dos, dois, duas, due, twee, två, to, kahden, dwóch, dwie, dwa, dvou, dvě, dve, dva, dvije, dvi, du, divas, два, две, двух, дві, двох, двете, iki, két, două, dues, dúas, δύο, 两, 兩, 二, 두, dua, dalawang, hai, สอง, दो, दोन, দুই, બે, இரண்டு, రెండు, ಎರಡು, دو, kahe, bi, dhá',
  ],
  [
    3,
    'three, drei, trois, tres, três, tre, drie, kolmen, trzech, trzy, tří, tři, tri, три, трех, трёх, трьох, üç, három, trei, τρεις, 三, 세, tiga, ba, สาม, तीन, তিন, سه',
  ],
  [
    5,
    'five, fünf, cinq, cinco, cinque, vijf, fem, viiden, pięciu, pięć, pěti, pět, пять, пяти, пʼять, beş, öt, cinci, πέντε, 五, lima, năm, ห้า, पांच, पाँच, পাঁচ, پنج',
  ],
  [
    10,
    'ten, zehn, dix, diez, dez, dieci, tien, tio, ti, kymmenen, dziesięciu, dziesięć, deseti, deset, десять, десяти, on, tíz, zece, δέκα, 十, sepuluh, mười, สิบ, दस, দশ, ده',
  ],
  [15, 'fifteen, fünfzehn, quinze, quince, quindici, vijftien, femton, пятнадцать, пятнадцати, 十五'],
  [20, 'twenty, zwanzig, vingt, veinte, vinte, venti, двадцать, двадцати, 二十'],
  [24, 'twenty four, vierundzwanzig'],
  [30, 'thirty, dreißig, trente, treinta, trinta, trenta, dertig, trettio, тридцать, тридцати, 三十'],
  [60, 'sixty, sechzig, soixante, sesenta, sessenta, sessanta, шестьдесят, 六十'],
];

/** Spans that are one word, in seconds: the dual of Arabic and Hebrew. */
export const SPANS: [number, string][] = [
  [120, 'دقيقتين, دقيقتان'],
  [1800, 'half an hour, половины часа, yarım saat, 半小时, 半小時'],
  [7200, 'ساعتين, ساعتان, שעתיים'],
];
