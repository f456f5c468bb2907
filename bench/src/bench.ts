import type { Load } from "./load/load.ts";
import type { Row } from "./report/row.ts";
import type { DatabaseServer } from "./stack/database-server.ts";

/** What every case is given. */
export interface Bench {
  readonly server: DatabaseServer;
  readonly load: Load;
  /** How often each figure is taken; its median counts. */
  readonly runs: number;
  /** Where CPU profiles go, if they are asked for. */
  readonly profiles: string | undefined;
  /** Says what is going on. */
  note(line: string): void;
}

export interface Case {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  run(bench: Bench): Promise<Row[]>;
}
