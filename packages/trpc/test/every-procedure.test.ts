import type { Role } from "@pragma/contract";
import type { RequestContext } from "@pragma/core/callers";
import { planChange } from "@pragma/core/changes";
import { appendLogs } from "@pragma/core/logs";
import { saveView } from "@pragma/core/saved-views";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Organization } from "../../core/test/support/organization.ts";
import { deployed, typeOf } from "../../core/test/support/provider.ts";
import { reject } from "../../core/test/support/script.ts";
import { createWorld, type World } from "../../core/test/support/world.ts";
import { appRouter } from "../src/index.ts";
import { callerOf, join } from "./support/callers.ts";
import { formOf } from "./support/form-of.ts";

/** In everything that the other organization has, and in nothing that is asked. */
const MARK = "only-the-others-know";
const SECRET = "the-others-secret";

let world: World;
let others: Organization;
let mine: RequestContext;
let eventId = "";
let version = "";
let change = "";
let view = "";

const key = "test/item/hidden";
const id = "resource:test_item_hidden";
const failed = "resource:test_item_broken";
const ref = { provider: "test", resource: "item", name: "hidden" };

beforeAll(async () => {
  world = await createWorld();
  others = world.moveOn();
  await others.apply(key, { text: MARK, secret: SECRET }, { tags: [MARK] });
  await others.apply(`test/item/${MARK}`, { value: `\${${key}.outputs.text}` });
  world.provider.answer("test/item/broken", reject(MARK));
  await others.apply("test/item/broken", { text: MARK, secret: SECRET });
  await world.work();
  eventId = (await others.deadLetters())[0]?.event_id ?? "";
  version = await deployed(world, "own", { thing: { ...typeOf(), description: MARK } }, others);
  const entries = [{ timestamp: new Date().toISOString(), level: "info" as const, message: MARK, metadata: null }];
  await appendLogs(world.core, { organizationId: others.id, resourceKey: key, eventId: null, entries });
  const documents = [{ ...ref, config: { text: `${MARK} again`, secret: SECRET }, tags: [MARK] }];
  const plan = await planChange(world.core, others.context, { documents, set: MARK, message: MARK });
  change = (JSON.parse(plan.body) as { id: string }).id;
  const theirs = (await join(world, "owner", others.id)).context;
  view = (await saveView(world.core, theirs, { name: MARK, query: `q=${MARK}`, shared: true })).id;
  mine = (await join(world, "owner")).context;
});
afterAll(() => world.close());

/** Inputs that name what the other organization has. */
const inputs = (): Record<string, unknown> => ({
  "audit.list": {},
  "changes.list": {},
  "changes.get": { id: change },
  "changes.named": { id: change },
  "changes.openPlans": undefined,
  "changes.timeline": { id: change },
  "changes.graph": { id: change },
  "changes.actions": { id: change },
  "changes.plan": { documents: [{ ...ref, config: {} }] },
  "changes.planEdit": { resources: [key], add_tags: ["mine"] },
  "changes.previewEdit": { resources: [key], add_tags: ["mine"] },
  "changes.planDeletion": { filter: {} },
  "changes.previewDeletion": { filter: {} },
  "changes.applyPlan": { id: change },
  "changes.discard": { id: change },
  "changes.end": { id: change },
  "changes.preview": { documents: [{ ...ref, config: {} }] },
  "changes.previewRevert": { id: change },
  "changes.revert": { id: change },
  "changes.rollBack": { id: key, generation: 1 },
  "changes.previewRollBack": { id: key, generation: 1 },
  "deadLetters.list": {},
  "deadLetters.groups": {},
  "deadLetters.count": undefined,
  "deadLetters.get": { eventId },
  "deadLetters.retry": { eventIds: [eventId] },
  "deadLetters.retryAll": {},
  "deadLetters.delete": { eventIds: [eventId] },
  "deadLetters.deleteAll": { all: true },
  "overview.counts": undefined,
  "overview.activity": {},
  "overview.series": { hours: 24 },
  "overview.queue": undefined,
  "overview.attention": undefined,
  "overview.checklist": undefined,
  "providers.list": undefined,
  "providers.types": { provider: "own" },
  "providers.builds": { provider_id: "own" },
  "providers.build": { provider_id: "own", version },
  "providers.buildLogs": { provider_id: "own", version },
  "providers.discover": { provider_id: "own", type: "thing" },
  "providers.deployment": { provider_id: "own" },
  "providers.previewDeployment": { provider_id: "own", version },
  "providers.deploy": { provider_id: "own", version },
  "providers.delete": { provider_id: "own", cascade: true },
  "resources.list": {},
  "resources.facets": {},
  "resources.groups": { by: "tag" },
  "resources.rows": { keys: [key] },
  "resources.get": { id },
  "resources.status": { id },
  "resources.types": {},
  "resources.capabilities": { provider: "own", resource: "thing" },
  "resources.compare": { id, from: 1, to: 1 },
  "resources.history": { id },
  "resources.neighbourHistory": { id, first: "1", last: null, correlationId: "any" },
  "resources.health": { id },
  "resources.drift": { id },
  "resources.logs": { id },
  "resources.followLogs": { id },
  "resources.explain": { id },
  "resources.rootCause": { id },
  "resources.blastRadius": { id },
  "resources.relations": { id },
  "resources.secretUsers": { id },
  "resources.stagedChanges": { id },
  "resources.graph": { root: id },
  "resources.groupedGraph": { by: "type", open: "pragma/config" },
  "resources.suggest": { q: "hid" },
  "files.limits": undefined,
  "files.upload": formOf({ name: ref.name, file: new Blob(["x"]) }),
  "resources.suggestReferences": { q: "hid" },
  "resources.outputsOf": { key },
  "resources.tags": undefined,
  "resources.applyOne": { ...ref, config: {}, ifMatch: "*" },
  "resources.preview": { ...ref, config: {} },
  "resources.cancel": { id: failed },
  "resources.discard": { id: failed },
  "resources.reapply": { id },
  "resources.checkDrift": { id },
  "resources.revealDrift": { id },
  "resources.retry": { id: failed },
  "resources.retryFailed": { filter: {} },
  "resources.reveal": { id },
  "resources.revealValue": { id, address: "config.secret" },
  "sets.list": {},
  "views.list": undefined,
  "views.save": { id: view, name: "mine", query: "", shared: true },
  "views.delete": { id: view },
});

/** Procedures with tests of their own, and those about the person. */
const ELSEWHERE = /^(live|tokens|account|organizations|members|invitations|operator|settings)\./;

type Procedures = Record<string, { _def: { type: "query" | "mutation" | "subscription" } }>;
const procedures = Object.entries(appRouter._def.procedures as unknown as Procedures).filter(
  ([path]) => !ELSEWHERE.test(path),
);

/** Calls a procedure by its path. @returns its answer, or its error */
async function call(context: RequestContext, path: string, input: unknown, role: Role = "owner"): Promise<unknown> {
  let target: unknown = callerOf(world, context, role);
  for (const step of path.split(".")) target = (target as Record<string, unknown>)[step];
  try {
    return await (target as (input: unknown) => Promise<unknown>)(input);
  } catch (error) {
    return error;
  }
}

async function rowsOfOthers(): Promise<string[]> {
  return (await world.everything()).filter((line) => line.includes(others.id));
}

it("is tried below", () => {
  expect(Object.keys(inputs()).sort()).toEqual(procedures.map(([path]) => path).sort());
});

describe("a member of another organization", () => {
  it.each(procedures.map(([path]) => path))("learns and changes nothing by %s", async (path) => {
    const before = await rowsOfOthers();
    const answer = await call(mine, path, inputs()[path]);
    const text = answer instanceof Error ? `${answer.message} ${JSON.stringify(answer)}` : JSON.stringify(answer);
    expect(text ?? "").not.toContain(MARK);
    expect(text ?? "").not.toContain(SECRET);
    if (answer instanceof Error) expect((answer as { code?: string }).code).not.toBe("INTERNAL_SERVER_ERROR");
    expect(await rowsOfOthers()).toEqual(before);
  });
});

describe("a member who may only read", () => {
  // Views of one's own are for everybody: `views.test.ts`.
  const changing = procedures
    .filter(([path, { _def }]) => _def.type === "mutation" && !path.startsWith("views."))
    .map(([path]) => path);

  it.each(changing)("is refused %s", async (path) => {
    const before = await rowsOfOthers();
    expect(await call(others.context, path, inputs()[path], "viewer")).toMatchObject({ code: "FORBIDDEN" });
    expect(await rowsOfOthers()).toEqual(before);
  });
});

describe("a member of the organization", () => {
  it.each(procedures.filter(([, { _def }]) => _def.type === "query").map(([path]) => path))(
    "reads %s without a secret in it",
    async (path) => {
      const answer = await call(others.context, path, inputs()[path]);
      expect(JSON.stringify(answer) ?? "").not.toContain(SECRET);
    },
  );
});
