-- for: nobody
-- The id's sentence stands in assets/messages, with a place for each argument: a text, an integer,
-- {"amount": minor units, "currency": code}, or {"word": id of a message}. At most four; services/store/outcome.c reads them.
CREATE FUNCTION refuse(kind text, field text, id text, arguments jsonb DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', id USING ERRCODE = kind, COLUMN = coalesce(field, ''), DETAIL = arguments::text;
END $$;
