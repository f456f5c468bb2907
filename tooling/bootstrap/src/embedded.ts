import {
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  type EmbeddedPostgresOptions,
  PortTakenError,
  startEmbeddedPostgres,
} from "@pragma/db/embedded";
import { type Run, type Supervised, supervise } from "./supervise.ts";

export interface SupervisedServer extends Pick<Supervised, "stop"> {
  /** Superuser's URL; the same after each restart. */
  readonly url: string;
}

/** Starts an embedded PostgreSQL and keeps it running. */
export async function superviseEmbedded(
  name: string,
  options: EmbeddedPostgresOptions,
  about: { portVariable: string; report: (line: string) => void },
): Promise<SupervisedServer> {
  const start = (): Promise<EmbeddedPostgres> => startEmbeddedPostgres(options);
  const first = await start().catch((error: Error) => {
    if (!(error instanceof PortTakenError)) throw error;
    throw new EmbeddedPostgresError(`${error.message} Stop what uses it, or set ${about.portVariable}.`);
  });
  const supervised = supervise(name, asRun(first), async () => asRun(await start()), about.report);
  return { url: first.url, stop: supervised.stop };
}

function asRun(server: EmbeddedPostgres): Run {
  return { ended: server.exited.then(() => "ended"), stop: () => server.stop() };
}
