import { objectOf } from "../answer.ts";
import type { Facts, RequestFact } from "../facts.ts";
import type { Probe } from "../operation.ts";
import type { Check, Violation } from "../violation.ts";

/** `available` means that the next request uses the new version, whichever replica handles it. */
export const deploys: Check = {
  name: "deploys",
  promise:
    "once a version is available, every replica checks by its schema and every worker runs its program; once a provider is deleted, no replica takes its types",
  run: (facts) =>
    facts.requests.flatMap((request): Violation[] => {
      const { operation, space, startedAt } = request;
      if (operation.kind !== "probe") return [];
      const fault = faultOf(request, operation, facts);
      return fault === null ? [] : [{ check: deploys.name, message: fault, space, key: operation.key, at: startedAt }];
    }),
};

function faultOf(request: RequestFact, { release, deployed }: Probe, facts: Facts): string | null {
  const { id, status, replica, answer } = request;
  if (status === null || status >= 500) return null;
  const since = deployed === null ? "its provider had been deleted" : `${deployed} had become available`;
  const name = `a probe (${id}) of replica ${replica} with the field of ${release}, after ${since},`;
  if ((status === 200) !== (release === deployed)) return `${name} was answered ${status}`;
  if (status !== 200) return null;
  const shown = objectOf(objectOf(answer)["config"] ?? null)[`only_${release}`];
  if (shown !== "********") return `${name} was shown its secret as ${JSON.stringify(shown)}`;
  const event = facts.history.find(({ correlationId, to }) => correlationId === id && to === "pending")?.eventId;
  const next = nextDeploy(request, facts);
  const other = facts.handlers.find(
    (handler) => handler.operationId === event && handler.release !== deployed && handler.beganAt < next,
  );
  return other ? `${name} was handled by ${other.release} (handler ${other.number})` : null;
}

/** A later attempt may run what was deployed later. */
function nextDeploy({ space, endedAt }: RequestFact, { requests }: Facts): number {
  const later = requests.filter(
    ({ operation, ...other }) => operation.kind === "deploy" && other.space === space && other.startedAt >= endedAt,
  );
  return Math.min(...later.map(({ startedAt }) => startedAt));
}
