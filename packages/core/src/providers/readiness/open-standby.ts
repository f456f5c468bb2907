import { type Database, Standby, type WaitingLimits } from "@pragma/db";
import type { Logger } from "@pragma/telemetry";
import { describeUnfit } from "./unfit-standby.ts";

interface StandbyOptions {
  url: string;
  /** The program's name, as shown by the database. */
  name: string;
  /** Maximum number of connections. */
  max: number;
  statementTimeoutMs?: number;
  waitingLimits?: WaitingLimits;
  logger: Logger;
}

/** The read replica of a program. The log says when it ceases to be of use, and when it is again; the start does not wait for it. */
export function openStandby(primary: Database, { logger, ...options }: StandbyOptions): Standby {
  return new Standby(primary, {
    ...options,
    onError: (error) => logger.warn({ err: error }, "a connection to the read replica was lost"),
    onChange: (unfit, error) => {
      if (unfit === null) logger.info("lists are read from the read replica again");
      else logger.warn({ err: error }, describeUnfit(unfit));
    },
  });
}
