import { Prisma } from "../generated/client.ts";
import type { OwnedList } from "./delegates.ts";
import { currentRoute, type Reach } from "./route.ts";

type Args = Record<string, unknown>;

/** Operations that select rows, which get the organization as an additional condition. */
const FILTERED = new Set([
  "aggregate",
  "count",
  "deleteMany",
  "findFirst",
  "findMany",
  "groupBy",
  "updateMany",
  "updateManyAndReturn",
]);
/** Operations that add rows, which are assigned to the organization. */
const FILLED = new Set(["create", "createMany", "createManyAndReturn"]);

/** Relations to many rows of an organization, even from rows of none. The compiler reports missing ones. */
const OWNED_LISTS: Readonly<Record<OwnedList, true>> = {
  actions: true,
  files: true,
  formerSlugs: true,
  invitations: true,
  limits: true,
  loginCodes: true,
  logins: true,
  logs: true,
  memberships: true,
  savedViews: true,
  tokens: true,
};

/** The column with the organization of a row; undefined if rows belong to none. */
function ownerColumn(model: string): "id" | "organizationId" | undefined {
  if (model === "Organization") return "id";
  const columns = (Prisma as unknown as Record<string, object>)[`${model}ScalarFieldEnum`];
  return columns && "organizationId" in columns ? "organizationId" : undefined;
}

/**
 * The only place that scopes Prisma Client: each operation on a model whose rows belong to an organization gets that of
 * the current route, and is refused if there is none. `Tenant` does the same for prepared statements.
 */
export const organizationScope = Prisma.defineExtension({
  name: "organization-scope",
  query: {
    $allModels: {
      $allOperations({ model, operation, args, query }) {
        return query(scoped(currentRoute().reach, model, operation, args as Args) as typeof args);
      },
    },
  },
});

/** @throws Error for rows of an organization if none is given, and for operations that cannot be scoped */
function scoped(reach: Reach, model: string, operation: string, args: Args): Args {
  // Prisma merges those of one tick into one statement, even across transactions.
  if (operation.startsWith("findUnique")) throw new Error(`${model}.${operation}: use findFirst`);
  const column = ownerColumn(model);
  if (reach === "everything") return args;
  if (reach === "installation") {
    const owned = column === undefined ? namedList(args) : model;
    if (owned !== undefined) throw new Error(`${model}.${operation}: ${owned} is not bound to an organization`);
    return args;
  }
  const owned = ownedRelations(args, reach.organizationId);
  if (column === undefined) return owned;
  const own = { [column]: reach.organizationId };
  const data = owned["data"];
  if (operation.startsWith("update") && typeof data === "object" && data !== null && column in data) {
    throw new Error(`${model}.${operation}: ${column} stays as it is`);
  }
  if (FILTERED.has(operation)) return { ...owned, where: { AND: [own, owned["where"] ?? {}] } };
  // `connect` accepts any existing row, and so would take over another organization's.
  const along = FILLED.has(operation) ? writtenAlong(data) : undefined;
  if (along !== undefined) throw new Error(`${model}.${operation}: ${along} are rows of their own`);
  if (FILLED.has(operation) && column !== "id") return { ...owned, data: filled(data, own) };
  throw new Error(`${model}.${operation} cannot be bound to an organization`);
}

function filled(data: unknown, own: object): unknown {
  return Array.isArray(data) ? data.map((row) => ({ ...row, ...own })) : { ...(data as object), ...own };
}

/** The first relation by which new rows would write other rows of an organization. */
function writtenAlong(data: unknown): string | undefined {
  return [data]
    .flat()
    .flatMap((row) => Object.keys(row as object))
    .find(isOwnedList);
}

function isOwnedList(name: string): boolean {
  return Object.hasOwn(OWNED_LISTS, name);
}

/** The first relation to rows of an organization in the arguments, at any depth: to read, to write or to filter by. */
function namedList(args: unknown): string | undefined {
  if (Array.isArray(args)) return args.map(namedList).find((name) => name !== undefined);
  if (typeof args !== "object" || args === null || args instanceof Date || ArrayBuffer.isView(args)) return undefined;
  for (const [name, value] of Object.entries(args)) {
    const found = isOwnedList(name) ? name : namedList(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Related rows that are selected along belong to the same organization. */
function ownedRelations(args: Args, organizationId: string): Args {
  const result = { ...args };
  for (const list of ["select", "include"]) {
    const chosen = args[list] as Args | undefined;
    if (chosen === undefined) continue;
    result[list] = Object.fromEntries(
      Object.entries(chosen).map(([name, value]) => [name, ownedRelation(name, value, organizationId)]),
    );
  }
  return result;
}

function ownedRelation(name: string, value: unknown, organizationId: string): unknown {
  if (name === "_count" && value === true) throw new Error("_count: name what is counted");
  const inner = typeof value === "object" && value !== null ? ownedRelations(value as Args, organizationId) : {};
  if (!isOwnedList(name) || value === false) return typeof value === "object" ? inner : value;
  return { ...inner, where: { AND: [{ organizationId }, inner["where"] ?? {}] } };
}
