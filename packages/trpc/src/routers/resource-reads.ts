import {
  DEFAULT_LOG_TAIL,
  DEFAULT_SORT,
  graphDirectionSchema,
  LACKED_FIELDS,
  LIST_GROUPINGS,
  LIST_SORTS,
  type LogEntry,
  lifecycleStateSchema,
  MAX_ATTEMPT,
  MAX_GENERATION,
  MAX_LOG_TAIL,
  resourceFilterSchema,
  resourceIdParam,
  type SortField,
  sortField,
  textParam,
  timestampInputSchema,
} from "@pragma/contract";
import { followResourceLogs, readResourceLogs } from "@pragma/core/logs";
import { checkResourceHealth, listCapabilities } from "@pragma/core/provider-calls";
import { listResourceTypes } from "@pragma/core/providers";
import {
  compareVersions,
  explainResource,
  getBlastRadius,
  getFacetChoices,
  getGroupedGraph,
  getListGroups,
  getNeighbourHistory,
  getOutputPaths,
  getResource,
  getResourceDrift,
  getResourceGraph,
  getResourceRelations,
  getResourceStatus,
  getRootCause,
  getStagedChanges,
  listResourceEvents,
  listResourceRows,
  listSecretUsers,
  listTags,
  readListWindow,
  suggestReferences,
  suggestResources,
} from "@pragma/core/resources/read";
import { z } from "zod";
import { inBatches } from "../batches.ts";
import { firstPageLimit, idCursor, orEmpty, pageLimit, providerText, searchOrAll } from "../inputs.ts";
import { tagged } from "../presented.ts";
import { openStream } from "../streams.ts";
import { scopedProcedure } from "../trpc.ts";

const reading = scopedProcedure("resources:read");
const typeText = textParam(128);
const generation = z.int().min(1).max(MAX_GENERATION);
const correlationText = textParam(256);

const place = { name: textParam(253), provider: providerText, resource: typeText };

/** Values in a position of a sorted list, besides the key. */
const VALUES: Record<SortField, z.ZodType<string | undefined>> = {
  name: z.undefined(),
  type: z.undefined(),
  state: lifecycleStateSchema,
  created: timestampInputSchema,
  updated: timestampInputSchema,
};

const position = z.object({ ...place, value: textParam(40).optional() }).nullish();

/** Which list of rows it is. */
const listOf = resourceFilterSchema.extend({
  /** Only those without tags, or in no set. */
  lacking: z.enum(LACKED_FIELDS).optional(),
  sort: z.enum(LIST_SORTS).default(DEFAULT_SORT),
  /** The last position of the part of the list that is meant. */
  until: position,
});

type Positions = Pick<z.output<typeof listOf>, "sort" | "until"> & { cursor?: z.output<typeof position> };

/** Refuses positions of another order. */
function checkPositions({ sort, ...positions }: Positions, context: z.RefinementCtx): void {
  for (const name of ["cursor", "until"] as const) {
    const value = positions[name]?.value;
    if (!positions[name] || VALUES[sortField(sort)].safeParse(value).success) continue;
    context.addIssue({ code: "custom", path: [name, "value"], message: "is not a position in this order" });
  }
}

const listInput = listOf
  .extend({ limit: pageLimit, first: firstPageLimit, cursor: position })
  .superRefine(checkPositions);

/** Resources that are read again at once. */
const MAX_WINDOW = 200;
const someKeys = z.array(resourceIdParam.shape.id).max(MAX_WINDOW);

const windowInput = listOf
  .extend({ keys: someKeys, news: someKeys.default([]) })
  .superRefine(checkPositions)
  .refine(({ keys, news }) => keys.length + news.length <= MAX_WINDOW, {
    path: ["keys"],
    message: `must be at most ${MAX_WINDOW} together with news`,
  });

const logsInput = resourceIdParam.extend({
  since: timestampInputSchema.optional(),
  tail: z.int().min(1).max(MAX_LOG_TAIL).default(DEFAULT_LOG_TAIL),
  event_id: z.uuid().optional(),
  attempt: z.int().min(1).max(MAX_ATTEMPT).optional(),
});

/** A message to a reader of logs. `fresh` starts over, also after a lost connection: earlier entries are dropped. */
export interface LogBatch {
  fresh: boolean;
  entries: LogEntry[];
}

/** Procedures of `resources` that change nothing. */
export const resourceReads = {
  /** Rows of a table. */
  list: reading.input(listInput).query(async ({ ctx, input }) => {
    const { limit, first = limit, cursor, until, sort, ...filter } = input;
    const page = {
      limit: cursor || until ? limit : first,
      sort,
      after: cursor ?? undefined,
      until: until ?? undefined,
    };
    const { rows, next } = await listResourceRows(ctx.core, ctx.member, filter, page);
    return { items: rows, nextCursor: next ?? null };
  }),

  /** Rereads a list for a table: loaded rows, and which of the other resources that have changed are new to it. */
  rows: reading
    .input(windowInput)
    .query(({ ctx, input: { keys, news, sort, until, ...filter } }) =>
      readListWindow(ctx.core, ctx.member, filter, { keys, news, sort, until: until ?? undefined }),
    ),

  /** Counts of what each choice of the list's filters would find. */
  facets: reading.input(resourceFilterSchema).query(({ ctx, input }) => getFacetChoices(ctx.core, ctx.member, input)),

  /** The groups of a list, whose rows `list` has by their filters. */
  groups: reading
    .input(resourceFilterSchema.extend({ by: z.enum(LIST_GROUPINGS) }))
    .query(({ ctx, input: { by, ...filter } }) => getListGroups(ctx.core, ctx.member, filter, by)),

  get: reading
    .input(resourceIdParam)
    .query(async ({ ctx, input }) => tagged(await getResource(ctx.core, ctx.member, input.id))),

  /** Only state and error. */
  status: reading.input(resourceIdParam).query(({ ctx, input }) => getResourceStatus(ctx.core, ctx.member, input.id)),

  /** Why it is not ready: the way down to the root cause. */
  explain: reading.input(resourceIdParam).query(({ ctx, input }) => explainResource(ctx.core, ctx.member, input.id)),

  /** All that it waits for, as a part of the graph, with the way down to the root cause. */
  rootCause: reading.input(resourceIdParam).query(({ ctx, input }) => getRootCause(ctx.core, ctx.member, input.id)),

  /** Part of the graph that a change or the deletion of it would affect. */
  blastRadius: reading.input(resourceIdParam).query(({ ctx, input }) => getBlastRadius(ctx.core, ctx.member, input.id)),

  /** With their schemas. */
  types: reading
    .input(z.object({ provider: providerText.optional() }).optional())
    .query(({ ctx, input }) => listResourceTypes(ctx.core, ctx.member, { provider: input?.provider })),

  /** Capabilities of a type's provider beyond making its objects. */
  capabilities: reading
    .input(z.object({ provider: providerText, resource: typeText }))
    .query(({ ctx, input }) => listCapabilities(ctx.core, ctx.member, input)),

  /** Newest first. */
  history: reading
    .input(resourceIdParam.extend({ limit: pageLimit, cursor: idCursor.nullish() }))
    .query(async ({ ctx, input: { id, limit, cursor } }) => {
      const page = { limit, before: cursor ?? undefined };
      const { events, next } = await listResourceEvents(ctx.core, ctx.member, id, page);
      return { items: events, nextCursor: next ?? null };
    }),

  /** Events beside a part of its history to what it depends on, and to its dependents in consequence. */
  neighbourHistory: reading
    .input(resourceIdParam.extend({ first: idCursor, last: idCursor.nullable(), correlationId: correlationText }))
    .query(({ ctx, input: { id, ...part } }) => getNeighbourHistory(ctx.core, ctx.member, id, part)),

  /** How two generations differ. */
  compare: reading
    .input(resourceIdParam.extend({ from: generation, to: generation }))
    .query(({ ctx, input: { id, ...versions } }) => compareVersions(ctx.core, ctx.member, id, versions)),

  /** Changes of a staged draft to what runs. */
  stagedChanges: reading
    .input(resourceIdParam)
    .query(({ ctx, input }) => getStagedChanges(ctx.core, ctx.member, input.id)),

  /** Asks the provider; takes up to 10 s. */
  health: reading
    .input(resourceIdParam)
    .query(({ ctx, input, signal }) => checkResourceHealth(ctx.core, ctx.member, input.id, signal)),

  /** What the last check found. */
  drift: reading.input(resourceIdParam).query(({ ctx, input }) => getResourceDrift(ctx.core, ctx.member, input.id)),

  /** Oldest first; of one event, or of one attempt at it, if asked for. */
  logs: reading
    .input(logsInput)
    .query(({ ctx, input: { id, ...range }, signal }) => readResourceLogs(ctx.core, ctx.member, id, range, signal)),

  /** The same, and then each further line. */
  followLogs: reading.input(logsInput).subscription(({ ctx, input: { id, ...range }, signal }) =>
    openStream(ctx, "resources:read", signal, async (over) => {
      // A missing resource is reported before the stream begins.
      await getResourceStatus(ctx.core, ctx.member, id);
      return logBatches(inBatches(followResourceLogs(ctx.core, ctx.member, id, range, over)));
    }),
  ),

  /** One step away in the graph. */
  relations: reading
    .input(resourceIdParam)
    .query(({ ctx, input }) => getResourceRelations(ctx.core, ctx.member, input.id)),

  /** Resources whose providers receive its sensitive values. */
  secretUsers: reading
    .input(resourceIdParam)
    .query(({ ctx, input }) => listSecretUsers(ctx.core, ctx.member, input.id)),

  graph: reading
    .input(
      z
        .object({
          root: resourceIdParam.shape.id.optional(),
          depth: z.int().min(0).max(10_000).optional(),
          direction: graphDirectionSchema.optional(),
          provider: providerText.optional(),
        })
        .optional(),
    )
    .query(({ ctx, input }) => getResourceGraph(ctx.core, ctx.member, input ?? {})),

  /** A graph too large to draw, its resources in groups. */
  groupedGraph: reading
    .input(
      z.object({
        by: z.enum(["type", "tag", "set"]),
        provider: providerText.optional(),
        open: orEmpty(textParam(320)).optional(),
      }),
    )
    .query(({ ctx, input }) => getGroupedGraph(ctx.core, ctx.member, input)),

  /** For pickers of references: first matches at the beginning of the name, then anywhere in the key. */
  suggest: reading
    .input(
      z.object({
        q: searchOrAll,
        provider: providerText.optional(),
        resource: typeText.optional(),
        limit: z.int().min(1).max(100).default(20),
      }),
    )
    .query(({ ctx, input: { q, ...query } }) => suggestResources(ctx.core, ctx.member, { text: q, ...query })),

  /** References that a field may have, best first, and the types that could make it. Shows no values. */
  suggestReferences: reading
    .input(
      z.object({
        q: searchOrAll,
        field: orEmpty(textParam(128)).default(""),
        types: z
          .array(z.enum(["string", "number", "integer", "boolean", "object", "array"]))
          .max(6)
          .default([]),
        format: textParam(64).nullish(),
        sensitive: z.boolean().default(false),
        /** Where the field is: what other resources of the type refer to there comes first. */
        place: z
          .object({
            provider: providerText,
            resource: typeText,
            path: z.array(z.union([textParam(256), z.int().min(0)])).max(32),
          })
          .nullish(),
        limit: z.int().min(1).max(50).default(20),
      }),
    )
    .query(({ ctx, input: { q, format, place, limit, ...wish } }) =>
      suggestReferences(ctx.core, ctx.member, { text: q, wish: { ...wish, format: format ?? null }, place, limit }),
    ),

  /** Outputs that a reference to a resource may name, even before it exists. Shows no values. */
  outputsOf: reading
    .input(z.object({ key: resourceIdParam.shape.id }))
    .query(({ ctx, input }) => getOutputPaths(ctx.core, ctx.member, input.key)),

  tags: reading.query(({ ctx }) => listTags(ctx.core, ctx.member)),
};

async function* logBatches(batches: AsyncIterable<LogEntry[]>): AsyncGenerator<LogBatch> {
  yield { fresh: true, entries: [] };
  for await (const entries of batches) yield { fresh: false, entries };
}
