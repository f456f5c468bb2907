-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.free_slug(name text, organization uuid)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
DECLARE
  plain text := lower(regexp_replace(normalize(name, NFKD), '[\u0300-\u036F]', '', 'g') COLLATE "C");
  base text := btrim(left(btrim(regexp_replace(plain, '[^a-z0-9]+', '-', 'g'), '-'), 39), '-');
  candidate text := base;
  number int := 1;
BEGIN
  PERFORM lock_slugs();
  IF length(base) < 2 OR base ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
    LOOP
      candidate := 'org-' || left(md5(gen_random_uuid()::text), 6);
      EXIT WHEN is_slug_free(candidate, organization);
    END LOOP;
    RETURN candidate;
  END IF;
  WHILE NOT is_slug_free(candidate, organization) LOOP
    -- Whoever makes very many of one name gets any number: to look for the next one would take ever longer.
    number := CASE WHEN number < 100 THEN number + 1 ELSE 100000 + floor(random() * 900000)::int END;
    candidate := rtrim(left(base, 38 - length(number::text)), '-') || '-' || number;
  END LOOP;
  RETURN candidate;
END;
$function$
;
