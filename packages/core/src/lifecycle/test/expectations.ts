import { STANDINGS, type StandingName } from "./rows.ts";

/** The standings in which an event leads to an outcome. */
type Expectation = Readonly<Record<string, readonly StandingName[]>>;

/**
 * The outcome of each event by the standing of the resource: its state afterwards, `+TYPE` for a new event, `stale` or
 * `deleting` if it is; `-` for no change, or the code of the refusal.
 */
export const EXPECTED = {
  "apply as draft, same": {
    draft: ["draft", "provisioned draft"],
    pending: ["pending", "pending between attempts"],
    "pending stale": ["pending and stale"],
    processing: ["processing"],
    "processing stale": ["processing and stale"],
    ready: ["ready"],
    "ready stale": ["ready and stale"],
    failed: ["failed", "provisioned and failed"],
    "failed stale": ["failed and stale"],
    deletion_in_progress: ["pending deletion", "processing deletion", "failed deletion"],
  },
  "apply as draft, changed": {
    draft: [
      "draft",
      "provisioned draft",
      "ready",
      "ready and stale",
      "failed",
      "provisioned and failed",
      "failed and stale",
    ],
    change_in_flight: [
      "pending",
      "pending between attempts",
      "pending and stale",
      "processing",
      "processing and stale",
    ],
    deletion_in_progress: ["pending deletion", "processing deletion", "failed deletion"],
  },
  "apply as pending, same": {
    "pending +CREATE": ["draft", "failed"],
    "pending +UPDATE": ["provisioned draft", "provisioned and failed", "failed deletion"],
    "pending stale +UPDATE": ["failed and stale"],
    pending: ["pending", "pending between attempts"],
    "pending stale": ["pending and stale"],
    processing: ["processing"],
    "processing stale": ["processing and stale"],
    ready: ["ready"],
    "ready stale": ["ready and stale"],
    deletion_in_progress: ["pending deletion", "processing deletion"],
  },
  "apply as pending, changed": {
    "pending +CREATE": ["draft", "failed"],
    "pending +UPDATE": ["provisioned draft", "ready", "provisioned and failed", "failed deletion"],
    "pending stale +UPDATE": ["ready and stale", "failed and stale"],
    change_in_flight: [
      "pending",
      "pending between attempts",
      "pending and stale",
      "processing",
      "processing and stale",
    ],
    deletion_in_progress: ["pending deletion", "processing deletion"],
  },
  cancel: {
    failed: ["pending", "pending between attempts", "pending and stale", "processing", "processing and stale"],
    "failed deleting": ["pending deletion", "processing deletion"],
    not_cancellable: [
      "draft",
      "provisioned draft",
      "ready",
      "ready and stale",
      "failed",
      "provisioned and failed",
      "failed and stale",
      "failed deletion",
    ],
  },
  retry: {
    pending: ["failed", "provisioned and failed"],
    "pending stale": ["failed and stale"],
    "pending deleting": ["failed deletion"],
    not_retryable: [
      "draft",
      "provisioned draft",
      "pending",
      "pending between attempts",
      "pending and stale",
      "pending deletion",
      "processing",
      "processing and stale",
      "processing deletion",
      "ready",
      "ready and stale",
    ],
  },
  "next attempt now": {
    pending: ["pending between attempts"],
    not_retryable: [
      "draft",
      "provisioned draft",
      "pending",
      "pending and stale",
      "pending deletion",
      "processing",
      "processing and stale",
      "processing deletion",
      "ready",
      "ready and stale",
      "failed",
      "provisioned and failed",
      "failed and stale",
      "failed deletion",
    ],
  },
  detach: {
    draft: ["draft", "provisioned draft"],
    "pending +CREATE": ["pending", "pending between attempts", "failed"],
    "pending +UPDATE": ["ready", "provisioned and failed"],
    "pending stale +UPDATE": ["pending and stale", "ready and stale", "failed and stale"],
    "failed deleting": ["failed deletion"],
    not_deletable: ["processing", "processing and stale"],
    "-": ["pending deletion", "processing deletion"],
  },
  delete: {
    "pending deleting +DELETE": [
      "draft",
      "provisioned draft",
      "pending",
      "pending between attempts",
      "pending and stale",
      "ready",
      "ready and stale",
      "failed",
      "provisioned and failed",
      "failed and stale",
      "failed deletion",
    ],
    not_deletable: ["processing", "processing and stale"],
    "-": ["pending deletion", "processing deletion"],
  },
  forget: { gone: Object.keys(STANDINGS) as StandingName[] },
  "look, values the same": {
    processing: ["pending", "pending between attempts", "pending and stale"],
    "processing deleting": ["pending deletion"],
    ready: ["ready and stale"],
    "processing +UPDATE": ["failed and stale"],
    "-": [
      "draft",
      "provisioned draft",
      "processing",
      "processing and stale",
      "processing deletion",
      "ready",
      "failed",
      "provisioned and failed",
      "failed deletion",
    ],
  },
  "look, other values": {
    "processing +CREATE": ["pending", "pending between attempts"],
    "processing +UPDATE": ["pending and stale", "ready and stale", "failed and stale"],
    "processing deleting": ["pending deletion"],
    "-": [
      "draft",
      "provisioned draft",
      "processing",
      "processing and stale",
      "processing deletion",
      "ready",
      "failed",
      "provisioned and failed",
      "failed deletion",
    ],
  },
  "look, a value missing": {
    failed: ["pending", "pending between attempts", "pending and stale"],
    "failed +UPDATE": ["ready and stale", "failed and stale"],
    "processing deleting": ["pending deletion"],
    "-": [
      "draft",
      "provisioned draft",
      "processing",
      "processing and stale",
      "processing deletion",
      "ready",
      "failed",
      "provisioned and failed",
      "failed deletion",
    ],
  },
  success: inHand({ ready: ["processing"], "ready stale": ["processing and stale"], gone: ["processing deletion"] }),
  "change of its values": inHand({
    ready: ["processing"],
    "ready stale": ["processing and stale"],
    gone: ["processing deletion"],
  }),
  failure: inHand({
    failed: ["processing"],
    "failed stale": ["processing and stale"],
    "failed deleting": ["processing deletion"],
  }),
  "failure of what exists": inHand({
    failed: ["processing"],
    "failed stale": ["processing and stale"],
    "failed deleting": ["processing deletion"],
  }),
  "failed attempt": inHand({
    pending: ["processing"],
    "pending stale": ["processing and stale"],
    "pending deleting": ["processing deletion"],
  }),
  "handed back": inHand({
    pending: ["processing"],
    "pending stale": ["processing and stale"],
    "pending deleting": ["processing deletion"],
  }),
  mark: {
    "pending stale": ["pending", "pending between attempts", "pending and stale"],
    "processing stale": ["processing", "processing and stale"],
    "ready stale": ["ready", "ready and stale"],
    "failed stale": ["failed", "provisioned and failed", "failed and stale"],
    "-": ["draft", "provisioned draft", "pending deletion", "processing deletion", "failed deletion"],
  },
} satisfies Record<string, Expectation>;

/** A result that nobody awaits changes nothing. */
function inHand(counted: Expectation): Expectation {
  const taken = Object.values(counted).flat();
  const late = (Object.keys(STANDINGS) as StandingName[]).filter((standing) => !taken.includes(standing));
  return { ...counted, "-": late };
}
