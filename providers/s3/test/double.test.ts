import { accessCases } from "./cases/access.ts";
import { bucketCases } from "./cases/buckets.ts";
import { objectCases } from "./cases/objects.ts";
import { rulesCases } from "./cases/rules.ts";
import { useDouble } from "./support/use-double.ts";

const server = useDouble();

accessCases(server);
bucketCases(server);
rulesCases(server);
objectCases(server);
