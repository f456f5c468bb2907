import { Prisma } from "../generated/client.ts";
import type { OwnedList } from "./delegates.ts";
import { currentRoute, type Reach } from "./route.ts";

type Args = Record<string, unknown>;

/** Operations that choose rows, which get the organization as one more condition. */
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
/** Operations that add rows, which are given to the organization. */
const FILLED = new Set(["create", "createMany", "createManyAndReturn"]);

/** Relations to many rows of an organization, also from rows of none: the compiler names those that are missing. */
const OWNED_LISTS: Readonly<Record<OwnedList, true>> = {
  files: true,
  formerSlugs: true,
  invitations: true,
  limits: true,
  loginCodes: true,
  logins: true,
  logs: true,
  memberships: true,
  tokens: true,
};

/** The column that says to which organization a row belongs; undefined where rows belong to none. */
function ownerColumn(model: string): "id" | "organizationId" | undefined {
  if (model === "Organization") return "id";
  const columns = (Prisma as unknown as Record<string, object>)[`${model}ScalarFieldEnum`];
  return columns && "organizationId" in columns ? "organizationId" : undefined;
}

/**
 * The one place that scopes Prisma Client: each operation on a model whose rows belong to an organization gets that of
 * the work at hand, and is refused where there is none. `Tenant` is the same for prepared statements.
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

/** @throws Error for a row of an organization where none is given, and for what cannot be scoped */
function scoped(reach: Reach, model: string, operation: string, args: Args): Args {
  // Prisma joins those of one tick into one statement, whichever transactions they belong to.
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
  // `connect` takes any row there is, and so would take another organization's over.
  const along = FILLED.has(operation) ? writtenAlong(data) : undefined;
  if (along !== undefined) throw new Error(`${model}.${operation}: ${along} are rows of their own`);
  if (FILLED.has(operation) && column !== "id") return { ...owned, data: filled(data, own) };
  throw new Error(`${model}.${operation} cannot be bound to an organization`);
}

function filled(data: unknown, own: object): unknown {
  return Array.isArray(data) ? data.map((row) => ({ ...row, ...own })) : { ...(data as object), ...own };
}

/** The first relation to rows of an organization by which new rows would write others. */
function writtenAlong(data: unknown): string | undefined {
  return [data]
    .flat()
    .flatMap((row) => Object.keys(row as object))
    .find(isOwnedList);
}

function isOwnedList(name: string): boolean {
  return Object.hasOwn(OWNED_LISTS, name);
}

/** The first relation to rows of an organization that arguments name, at any depth: to read, to write or to choose by. */
function namedList(args: unknown): string | undefined {
  if (Array.isArray(args)) return args.map(namedList).find((name) => name !== undefined);
  if (typeof args !== "object" || args === null || args instanceof Date || ArrayBuffer.isView(args)) return undefined;
  for (const [name, value] of Object.entries(args)) {
    const found = isOwnedList(name) ? name : namedList(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is selected along with a row is of the same organization. */
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
