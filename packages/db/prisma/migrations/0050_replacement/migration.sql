-- Its old thing was deleted, and a new one is made; and: the thing may be gone, so the next event looks first.
ALTER TABLE "resources" ADD COLUMN "replacing" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "repair" BOOLEAN NOT NULL DEFAULT false;
-- step
-- Its next attempts delete the old thing.
ALTER TABLE "events" ADD COLUMN "replaces" BOOLEAN NOT NULL DEFAULT false;
-- step
-- Which resources it may replace: true, or a list of their ids.
ALTER TABLE "changes" ADD COLUMN "allow_replace" JSON;

-- Everything that depends directly on a resource whose thing was deleted, or runs with it, is repaired, whatever its values are. Its locks were taken by
-- lock_affected, but for what ignores its inputs. What makes its own thing anew needs no repair, unless it is being made at this moment.
CREATE FUNCTION mark_for_repair(organization uuid, subject text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  dependents text[] := ARRAY(
    SELECT DISTINCT e.from_key FROM edges e WHERE e.organization_id = organization AND e.to_key = subject AND e.kind IN ('dependency', 'running')
  );
BEGIN
  PERFORM lock_at_once(organization, dependents);
  UPDATE resources r SET repair = true, version = nextval('resources_version_seq'), updated_at = now()
  FROM (
    SELECT x.place FROM unnest(dependents) AS t(key) CROSS JOIN LATERAL (
      SELECT y.ctid AS place, y.repair FROM resources y WHERE y.organization_id = organization AND y.key = t.key OFFSET 0
    ) AS x WHERE NOT x.repair
  ) AS found
  WHERE r.organization_id = organization AND r.ctid = found.place;
END;
$$;
