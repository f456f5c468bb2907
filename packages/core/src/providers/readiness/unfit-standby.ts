import type { StandbyUnfit } from "@pragma/db";

const REASONS: Readonly<Record<StandbyUnfit, string>> = {
  behind: "it lags behind",
  busy: "all of its connections are taken",
  interrupted: "it interrupts reads that are in the way of the replication",
  no_position: "the primary does not say how far its log goes",
  no_standby: "the server there is no standby: it was promoted, or is the primary",
  other_cluster:
    "it does not follow this primary: it belongs to another cluster or timeline, shows another database, or has not recorded the " +
    "last fail-over yet, which it does with its next checkpoint",
  unreachable: "it does not answer, or refuses the connection",
};

/** Why lists are read from the primary, in words for operators. */
export function describeUnfit(unfit: StandbyUnfit): string {
  return `Lists are read from the primary, as the read replica (PRAGMA_READ_DATABASE_URL) cannot be used: ${REASONS[unfit]}`;
}
