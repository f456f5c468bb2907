import type { Load } from "./load/load.ts";
import type { Row } from "./report/row.ts";
import type { DatabaseServer } from "./stack/database-server.ts";

/** Settings that every case is given. */
export interface Settings {
  /** How often each figure is taken; its median counts. */
  readonly runs: number;
  /** Where CPU profiles go, if they are asked for. */
  readonly profiles: string | undefined;
  /** Folder of another build of the product to compare with, with a slash at the end. */
  readonly beside: string | undefined;
  /** Says what is going on. */
  note(line: string): void;
}

/** Services that are started once for all cases that measure the product as a whole. */
export interface Services {
  readonly server: DatabaseServer;
  readonly load: Load;
}

/** Settings and services of a case that measures the product as a whole. */
export type Bench = Settings & Services;

interface Named {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
}

export interface StackCase extends Named {
  run(bench: Bench): Promise<Row[]>;
}

/** A case for which neither database nor load is started. */
export interface LoneCase extends Named {
  readonly alone: true;
  run(settings: Settings): Promise<Row[]>;
}

export type Case = StackCase | LoneCase;
