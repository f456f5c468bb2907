-- CreateTable
CREATE TABLE "type_versions" (
    "organization_id" UUID NOT NULL,
    "version" BIGSERIAL NOT NULL,

    CONSTRAINT "type_versions_pkey" PRIMARY KEY ("organization_id")
);

-- Whoever has types has a version of them, and the product always has: what an organization sees follows from both.
INSERT INTO type_versions (organization_id)
SELECT '00000000-0000-0000-0000-000000000000' UNION SELECT organization_id FROM provider_types;

-- Locks the types that an organization has of a provider against everybody who is about to write what follows from them
-- (`hold_types`), and waits for those who do.
CREATE FUNCTION "lock_types"(organization uuid, of_provider text) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('types:' || organization::text || ':' || of_provider, 0));
END;
$$;

-- Nobody changes types without another version of them. Versions come from a sequence: none is ever given twice, also
-- where a transaction is rolled back.
CREATE FUNCTION "renew_types_version"() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  changed provider_types := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  PERFORM lock_types(changed.organization_id, changed.provider);
  INSERT INTO type_versions (organization_id) VALUES (changed.organization_id)
  ON CONFLICT (organization_id) DO UPDATE SET version = EXCLUDED.version;
  RETURN NULL;
END;
$$;

CREATE TRIGGER "renew_types_version" AFTER INSERT OR UPDATE OR DELETE ON "provider_types"
FOR EACH ROW EXECUTE FUNCTION "renew_types_version"();

-- The version of the types that an organization sees: of those shipped with the product, and of its own if it has any.
CREATE FUNCTION "types_version"(organization uuid) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT v.version FROM type_versions v WHERE v.organization_id = '00000000-0000-0000-0000-000000000000')
    || COALESCE('.' || (SELECT v.version FROM type_versions v WHERE v.organization_id = organization), '');
END;
$$;

-- For who writes what follows from types that were read before: fails if they are others by now, and keeps those that
-- the organization has of one provider as they are until the transaction ends. A deployment that takes a type away then
-- sees all that was made of it, and a provider that is gone leaves nothing behind.
--
-- The function is volatile: what it compares is as of after the wait for the lock. That lock is the last that a change
-- takes, after those of the graph and of rows, so whoever takes the types of a provider away waits for nothing that
-- waits for him.
CREATE FUNCTION "hold_types"(organization uuid, of_provider text, seen text) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('types:' || organization::text || ':' || of_provider, 0));
  IF types_version(organization) IS DISTINCT FROM seen THEN
    RAISE EXCEPTION 'The types of the organization changed meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN true;
END;
$$;

-- Whether edges from a resource to targets would close a cycle, or have it wait for a deletion that waits for it, as of
-- now and until the transaction ends.
--
-- Two applies at once can close a circle that neither of them sees. So each locks its own resource, and in shared mode
-- all that its targets lead to. In a circle closed by several, each one's resource is among what another's targets lead
-- to: they wait for each other, and the last sees the edges of all. Where nothing is shared nobody waits. The function
-- is volatile: each statement in it sees what was committed before it, also after waiting for a lock.
--
-- Locks are taken in the order of the keys, so nobody waits in a circle. Where the graph grew meanwhile, those that were
-- taken are let go and all are taken again: what came late may come first in the order. Where many would be needed, the
-- one lock of the organization's graph stands for all; everybody else holds that in shared mode.
CREATE OR REPLACE FUNCTION "lock_edges_and_reach"(organization uuid, subject text, targets text[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  graph bigint := hashtextextended('graph:' || organization::text, 0);
  most constant int := 256;
  wanted text[];
  reached text[];
  item text;
BEGIN
  IF cardinality(targets) = 0 THEN
    RETURN false;
  END IF;
  LOOP
    wanted := reachable_keys(organization, targets);
    IF cardinality(wanted) > most THEN
      PERFORM pg_advisory_xact_lock(graph);
      RETURN subject = ANY (reachable_keys(organization, targets));
    END IF;
    -- A block that ends in an exception gives back the locks that were taken in it.
    BEGIN
      PERFORM pg_advisory_xact_lock_shared(graph);
      FOR item IN SELECT DISTINCT k FROM unnest(wanted || subject) AS u(k) ORDER BY k LOOP
        IF item = subject THEN
          PERFORM pg_advisory_xact_lock(hashtextextended('edges:' || organization::text || item, 0));
        ELSE
          PERFORM pg_advisory_xact_lock_shared(hashtextextended('edges:' || organization::text || item, 0));
        END IF;
      END LOOP;
      reached := reachable_keys(organization, targets);
      IF subject = ANY (reached) THEN
        RETURN true;
      END IF;
      IF reached <@ wanted THEN
        RETURN false;
      END IF;
      RAISE EXCEPTION 'The graph grew meanwhile' USING ERRCODE = 'PG001';
    EXCEPTION WHEN SQLSTATE 'PG001' THEN
      NULL;
    END;
  END LOOP;
END;
$$;
