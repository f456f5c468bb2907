import type { Json } from "@pragma/contract";
import { codeOf, objectOf } from "../answer.ts";
import type { RequestFact } from "../facts.ts";
import { subjectOf } from "../operation.ts";
import { fits, type Resolved } from "../references.ts";
import { type Moment, momentsDuring, timelinesOf } from "../timeline.ts";
import type { Check, Violation } from "../violation.ts";

/** Every answer must be allowed by the resource's history at some moment while the request ran. */
export const plausible: Check = {
  name: "plausible",
  promise: "what a request was answered was so at some moment while it ran",
  run(facts) {
    const timelines = timelinesOf(facts);
    return facts.requests.flatMap((request): Violation[] => {
      const { space, operation, id, status, startedAt } = request;
      const key = subjectOf(operation);
      if (key === null || status === null || status >= 500) return [];
      const fault = faultOf(request, momentsDuring(timelines, space, key, request));
      if (fault === null) return [];
      const message = `${operation.kind} (${id}) was answered ${status}, ${fault}`;
      return [{ check: plausible.name, message, space, key, at: startedAt }];
    });
  },
};

type Rule = (request: RequestFact, moments: readonly Moment[]) => string | null;

function faultOf(request: RequestFact, moments: readonly Moment[]): string | null {
  // The answer of a replay is that of another moment.
  if ("idempotencyKey" in request.operation) return null;
  const rule = RULES[`${request.operation.kind} ${request.status}`];
  return rule ? rule(request, moments) : null;
}

const isAbsent = ({ state }: Moment): boolean => state === null;
const exists = ({ state }: Moment): boolean => state !== null;

function expectMoment(
  moments: readonly Moment[],
  holds: (moment: Moment) => boolean,
  otherwise: string,
): string | null {
  return moments.some(holds) ? null : `${otherwise}; it was ${[...new Set(moments.map(nameOf))].join(", ")}`;
}

function nameOf({ state, deleting, step }: Moment): string {
  return `${state ?? "absent"}${deleting ? " being deleted" : ""} (${step === null ? "before its history" : `history ${step.id}`})`;
}

const RULES: Record<string, Rule> = {
  "get 200": shown,
  "get 404": absent,
  "status 200": shown,
  "status 404": absent,
  "history 404": absent,
  "cancel 200": (request, moments) => written(request, moments, "CANCEL"),
  "cancel 404": absent,
  "cancel 409": conflict,
  "discard 200": (request, moments) => written(request, moments, "DISCARD"),
  "discard 404": absent,
  "discard 409": conflict,
  "apply 200": applied,
  "apply 409": conflict,
  "apply 412": precondition,
  "delete 200": (_request, moments) =>
    expectMoment(moments, ({ deleting }) => deleting, "but it was not being deleted"),
  "delete 204": absent,
  "delete 409": (request, moments) =>
    codeOf(request) === "not_deletable" ? null : expectMoment(moments, exists, "but it did not exist"),
  "upload 200": (_request, moments) => expectMoment(moments, exists, "but it did not exist"),
  "upload 409": conflict,
};

function absent(_request: RequestFact, moments: readonly Moment[]): string | null {
  return expectMoment(moments, isAbsent, "but it existed");
}

function shown({ answer }: RequestFact, moments: readonly Moment[]): string | null {
  const { lifecycle_state: state, config, generation } = objectOf(answer);
  const holds = (moment: Moment): boolean =>
    moment.state === state &&
    (generation === undefined || moment.generation === generation) &&
    (config === undefined || moment.config === null || fits(masked(moment.config) as Resolved, config));
  return expectMoment(moments, holds, `with ${state}, generation ${generation}, but it never was so`);
}

/** As shown without `reveal`. */
function masked(value: Json): Json {
  const config = objectOf(value);
  if ("secret" in config) return { ...config, secret: "********" };
  const data = objectOf(config["data"] ?? null);
  return "token" in data ? { ...config, data: { ...data, token: "********" } } : config;
}

/** An acknowledged apply is a step of the history, or changed nothing. */
function applied(request: RequestFact, moments: readonly Moment[]): string | null {
  const { operation, id } = request;
  if (operation.kind !== "apply") return null;
  if (moments.some(({ step }) => step?.correlationId === id)) return null;
  const holds = ({ state, config }: Moment): boolean =>
    state !== null && (config === null || fits(config as Resolved, operation.config));
  return expectMoment(moments, holds, "but no step of its history is this change, and it never had that config");
}

function written({ id }: RequestFact, moments: readonly Moment[], type: string): string | null {
  const holds = ({ step }: Moment): boolean => step?.correlationId === id && step.type === type;
  return expectMoment(moments, holds, `but no step of its history is this ${type}`);
}

function conflict(request: RequestFact, moments: readonly Moment[]): string | null {
  const { current_state: state, cycle } = objectOf(request.answer);
  const code = codeOf(request);
  if (code === "change_in_flight" || code === "not_cancellable" || code === "not_discardable") {
    return expectMoment(moments, (moment) => moment.state === state, `as it was ${state}`);
  }
  // The resource being deleted need not be this one.
  if (code === "deletion_in_progress" && state !== undefined && cycle === undefined) {
    return expectMoment(
      moments,
      (moment) => moment.deleting && moment.state === state,
      `as it was ${state} and being deleted`,
    );
  }
  return null;
}

function precondition({ operation }: RequestFact, moments: readonly Moment[]): string | null {
  if (operation.kind !== "apply") return null;
  if (operation.ifMatch !== undefined) return null;
  if (operation.createOnly !== true) return "though it asked for nothing of the kind";
  return expectMoment(moments, exists, "but it did not exist");
}
