-- Search in any language. PostgreSQL's own words depend on the locale of its database (where that is C, `КОД` and `код`
-- are two words, and `您的验证码是：123456。` is one), and it takes an address or a URL for a single word. So the words
-- come with each message (lib/messages/words.ts), and each message that is here gets them now.

-- Upper and lower case of all alphabets, whatever the locale: PostgreSQL 17 and later know them by themselves, those
-- before by the library ICU, which hardly any is built without.
DO $$
BEGIN
    EXECUTE format(
        'CREATE FUNCTION "lowered"(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS %L',
        format('SELECT lower($1 COLLATE pg_catalog.%I)', coalesce(
            (SELECT min(collname) FROM pg_collation WHERE collname IN ('pg_c_utf8', 'und-x-icu')
                AND collnamespace = 'pg_catalog'::regnamespace AND collencoding IN (-1, 6)),
            'default')));
END $$;

-- As lib/messages/words.ts does it, as far as PostgreSQL can: signs between words become spaces, and a letter of a script
-- that writes no spaces between words stands by itself.
CREATE FUNCTION pg_temp.words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT to_tsvector('simple', regexp_replace(
        regexp_replace(
            translate("lowered"(normalize(regexp_replace(normalize(coalesce($1, ''), NFKD), '[\u0300-\u036f]', '', 'g'), NFC)), 'ıς', 'iσ'),
            '[\u0001-\u002f\u003a-\u0060\u007b-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u02b9-\u02ff\u055a-\u055f\u0589\u05be\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u206f\u20a0-\u20ff\u2190-\u2bff\u2e00-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30fb\ufe00-\ufe6f\ufff0-\uffff\U0001f000-\U0001faff]+',
            ' ', 'g'),
        '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]',
        ' \& ', 'g'))
$$;

ALTER TABLE "message" ALTER COLUMN "search" DROP EXPRESSION;
ALTER TABLE "message"
    ALTER COLUMN "search" TYPE tsvector USING
        pg_temp.words(left("subject", 1000))
        || setweight(pg_temp.words(left("from_address", 1000)) || pg_temp.words(left("from_name", 1000)), 'A')
        || pg_temp.words(left("text", 20000)),
    ALTER COLUMN "search" SET DEFAULT '',
    ALTER COLUMN "search" SET NOT NULL;
DROP FUNCTION pg_temp.words(text);
