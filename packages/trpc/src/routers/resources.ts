import { router } from "../trpc.ts";
import { resourceReads } from "./resource-reads.ts";
import { resourceWrites } from "./resource-writes.ts";

export const resourcesRouter = router({ ...resourceReads, ...resourceWrites });
