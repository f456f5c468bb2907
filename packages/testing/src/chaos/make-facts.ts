import { DEFAULT_HANDLING } from "@pragma/contract";
import type {
  ActionFact,
  ChangeFact,
  DeadLetterFact,
  Facts,
  HandlerFact,
  HistoryFact,
  ObjectFact,
  RequestFact,
  StoredResource,
} from "./facts.ts";
import { idOf, type Operation } from "./operation.ts";

/** Facts for the tests of checks: omitted ones are those of a run in which nothing happened. */
export function makeFacts(facts: Partial<Facts> = {}): Facts {
  return {
    ...{ seed: "test", requests: [], handlers: [], objects: [], disk: [], resources: [], history: [], deadLetters: [] },
    ...{ changes: [], waitingChanges: [], hands: [] },
    ...{ edges: [], graphs: [], streams: [], disturbances: [], plainSecrets: [], calmChanges: null },
    leftovers: { unsettledEvents: [], leases: [], lockedJobs: [], failedJobs: [], endedPrograms: [] },
    ...facts,
  };
}

/** The default resource of facts. */
export const KEY = "chaos/object/a";
export const SPACE = "org0";

export function makeHandler(handler: Partial<HandlerFact> = {}): HandlerFact {
  return {
    ...{ number: 0, space: SPACE, id: idOf(KEY), method: "create", operationId: "event-1", attempt: 1 },
    ...{ release: "one", process: "p", fault: "none", config: { space: SPACE, text: "one" }, previous: null },
    ...{ existed: false, beganAt: 1000, endedAt: 1100, end: "returned", outputs: {}, actedAt: 1050 },
    ...handler,
  };
}

export function makeRequest(operation: Operation, request: Partial<RequestFact> = {}): RequestFact {
  return {
    ...{ id: "request-1", client: "c00", space: SPACE, replica: 0, operation, startedAt: 900, endedAt: 950 },
    ...{ status: 200, etag: null, answer: null },
    ...request,
  };
}

/** Steps of one resource, numbered and a second apart, as `type from>to event`. A dash stands for no state. */
export function makeHistory(steps: readonly string[], all: Partial<HistoryFact> = {}): HistoryFact[] {
  return steps.map((step, index) => {
    const [type = "", states = "", eventId = null] = step.split(" ");
    const [from = null, to = null] = states.split(">").map((state) => (state === "-" ? null : state));
    return {
      ...{
        id: index + 1,
        space: SPACE,
        key: KEY,
        at: (index + 1) * 1000,
        type,
        generation: 1,
        eventId,
        error: null,
        changes: [],
      },
      ...{ from: from as HistoryFact["from"], to: to as HistoryFact["to"], correlationId: "request-1" },
      ...all,
    };
  });
}

export function makeResource(resource: Partial<StoredResource> = {}): StoredResource {
  const key = resource.key ?? KEY;
  const config = { space: SPACE, text: "one" };
  return {
    ...{ space: SPACE, key, id: idOf(key), state: "ready", config, resolvedConfig: config },
    ...{ outputs: { serial: "s0", revision: 1 }, dependencies: [], owners: [], error: null, conditions: [] },
    ...{ generation: 1, observedGeneration: 1, pendingEventId: null, provisioned: true, protected: false },
    ...{ tags: null, deleting: false, stale: false, handling: DEFAULT_HANDLING, drift: "in_sync", identity: null },
    ...resource,
  };
}

export function makeObject(object: Partial<ObjectFact> = {}): ObjectFact {
  return {
    ...{
      space: SPACE,
      id: idOf(KEY),
      serial: "s0",
      revision: 1,
      release: "one",
      content: { space: SPACE, text: "one" },
    },
    ...{ madeBy: 0, writtenBy: 0, removedBy: null },
    ...object,
  };
}

export function makeDeadLetter(letter: Partial<DeadLetterFact> = {}): DeadLetterFact {
  return { space: SPACE, eventId: "event-1", key: KEY, type: "CREATE", error: "broken", ...letter };
}

export function makeChange(
  change: Partial<ChangeFact> = {},
  actions: readonly Partial<ActionFact>[] = [{}],
): ChangeFact {
  return {
    ...{ space: SPACE, id: "change-1", status: "succeeded", counts: { update: actions.length }, isEnded: false },
    ...{ settledAt: "2030-01-01T00:00:00.000Z", blocked: [] },
    actions: actions.map((action) => ({
      ...{ key: KEY, action: "update", state: "succeeded", eventId: "event-1", attempts: 1, error: null, changes: 1 },
      ...{ isOpen: false, isEventOver: true },
      ...action,
    })),
    ...change,
  };
}
