/** Why a standby cannot serve a read. */
export type StandbyUnfit =
  /** It has not replayed what the read has to see. */
  | "behind"
  /** Others take its connections. */
  | "busy"
  /** It ended a read that was in the way of the log, or all of them. */
  | "interrupted"
  /** The primary did not say how far the log goes. */
  | "no_position"
  /** It is not a standby: it was promoted, or the address is the primary's. */
  | "no_standby"
  /** It follows another cluster or timeline, or shows another database of it. */
  | "other_cluster"
  /** It does not answer, no connection became free for a second, or it refuses the connection or what it is asked. */
  | "unreachable";

/** A standby does not serve a read. */
export class StandbyRefusal extends Error {
  readonly unfit: StandbyUnfit;

  constructor(unfit: StandbyUnfit, options?: ErrorOptions) {
    super(`The standby cannot serve a read: ${unfit}`, options);
    this.name = "StandbyRefusal";
    this.unfit = unfit;
  }
}
