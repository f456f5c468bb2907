-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.take_looks(worker text, wanted integer, seconds integer, after uuid, round bigint, lane_room integer, lanes text[], lane_rooms integer[], organization_room integer, organizations uuid[], organization_rooms integer[])
 RETURNS json
 LANGUAGE sql
AS $function$
  SELECT take_runnable_looks(worker, wanted, seconds, after, round, lane_room, lanes, lane_rooms, organization_room,
    organizations, organization_rooms, NULL, NULL);
$function$
;
