import { installPeer, runPeer } from "../baselines/peer.ts";
import { type Loop, startLoop } from "../baselines/start.ts";
import type { Bench, Case } from "../bench.ts";
import { documents, type Shape } from "../documents.ts";
import type { Row } from "../report/row.ts";
import { median, medianRatio } from "../report/statistics.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { makeReady } from "./make.ts";

const SHAPES: readonly { shape: Shape; count: number; title: string }[] = [
  { shape: "independent", count: 1000, title: "1,000 independent" },
  { shape: "fan-out", count: 1000, title: "fan-out of 1,000" },
  { shape: "chain", count: 100, title: "chain of 100" },
];

const CLIENTS = 16;

/** From the first apply until all are ready, as a client sees it: over HTTP there, on the event stream back. */
export const untilReady: Case = { name: "ready", title: "Apply until ready", run };

async function run(bench: Bench): Promise<Row[]> {
  const peer = await installPeer().then(
    () => true,
    (error: Error) => {
      bench.note(`the peer cannot be had: ${error.message.split("\n")[0]}`);
      return false;
    },
  );
  const stack = await startStack(bench);
  const database = await bench.server.createDatabase();
  const loop = await startLoop(database.url, crypto.randomUUID());
  try {
    const rows: Row[] = [];
    for (const wanted of SHAPES) rows.push(await runShape(bench, { stack, loop, peer }, wanted));
    return rows;
  } finally {
    await loop.stop();
    await stack.stop();
    await database.drop();
  }
}

async function runShape(
  bench: Bench,
  { stack, loop, peer }: { stack: Stack; loop: Loop; peer: boolean },
  { shape, count, title }: (typeof SHAPES)[number],
): Promise<Row> {
  const ours: number[] = [];
  const loops: number[] = [];
  const peers: number[] = [];
  // The first round only warms up.
  for (let round = 0; round <= bench.runs; round++) {
    const resources = documents(shape, count, `${shape}-${round}`);
    const mine = (await makeReady(bench, stack, resources, CLIENTS)).readyMilliseconds;
    const theirs = await loop.make(resources, CLIENTS);
    if (round === 0) continue;
    ours.push(mine);
    loops.push(theirs);
    if (peer) peers.push(await runPeer(shape, count));
  }
  const beside = [`${Math.round(median(loops))} ms loop`, ...(peer ? [`${Math.round(median(peers))} ms alchemy`] : [])];
  return {
    path: `apply → ready, ${title}`,
    figure: `${Math.round(median(ours))} ms`,
    beside: beside.join(", "),
    value: medianRatio(ours, loops),
    unit: "×",
    target: { atMost: 2 },
    details: { ours, loop: loops, alchemy: peers },
  };
}
