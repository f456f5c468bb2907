-- Where the pages of an organization are in the dashboard: /o/{slug}.
ALTER TABLE "organizations" ADD COLUMN "slug" TEXT;

-- What organizations were called before. It leads to them for a while, and nobody else gets it meanwhile.
CREATE TABLE "former_slugs" (
    "slug" TEXT NOT NULL,
    "organization_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_slugs_pkey" PRIMARY KEY ("slug")
);
CREATE INDEX "former_slugs_organization_id_idx" ON "former_slugs"("organization_id");
ALTER TABLE "former_slugs" ADD CONSTRAINT "former_slugs_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whether an organization may be called that. Only under the lock of "lock_slugs" does the answer hold.
CREATE FUNCTION "is_slug_free"(candidate text, organization uuid) RETURNS boolean
LANGUAGE sql VOLATILE AS $$
  SELECT NOT EXISTS (SELECT 1 FROM organizations o WHERE o.slug = candidate AND o.id <> organization)
    AND NOT EXISTS (
      SELECT 1 FROM former_slugs f
      WHERE f.slug = candidate AND f.organization_id <> organization AND f.expires_at > now()
    );
$$;

-- Lets one transaction at a time give slugs.
CREATE FUNCTION "lock_slugs"() RETURNS void
LANGUAGE sql VOLATILE AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('slugs', 0));
$$;

-- What an organization of this name is called in addresses: its letters without their accents and its digits, with dashes
-- between; with a number where another is called that. A name that gives none, or what reads like an id, gets six characters.
CREATE FUNCTION "free_slug"(name text, organization uuid) RETURNS text
LANGUAGE plpgsql VOLATILE AS $$
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
$$;

-- Whoever makes an organization.
CREATE FUNCTION "give_slug"() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.slug := free_slug(NEW.name, NEW.id);
  RETURN NEW;
END;
$$;

CREATE TRIGGER "give_slug" BEFORE INSERT ON "organizations"
FOR EACH ROW WHEN (NEW.slug IS NULL)
EXECUTE FUNCTION "give_slug"();

-- The oldest of a name get it as it is.
DO $$
DECLARE
  organization record;
BEGIN
  FOR organization IN SELECT o.id, o.name FROM organizations o ORDER BY o.created_at, o.id LOOP
    UPDATE organizations o SET slug = free_slug(organization.name, organization.id) WHERE o.id = organization.id;
  END LOOP;
END;
$$;

ALTER TABLE "organizations" ALTER COLUMN "slug" SET NOT NULL;
CREATE UNIQUE INDEX "organizations_slug_key" ON "organizations"("slug");
-- An id is an address, too: nobody may be called like somebody else's.
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_slug_form" CHECK (
  "slug" ~ '^[a-z0-9][a-z0-9-]{1,38}$' AND "slug" !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
);
