-- for: nobody
CREATE FUNCTION refuse(kind text, field text, message text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', message USING ERRCODE = kind, COLUMN = coalesce(field, '');
END $$;
