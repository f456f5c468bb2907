import type { Case } from "../bench.ts";
import { adoption } from "./adoption.ts";
import { apply } from "./apply.ts";
import { busyList } from "./busy-list.ts";
import { cascade } from "./cascade.ts";
import { changes } from "./changes.ts";
import { checks } from "./checks.ts";
import { cli } from "./cli.ts";
import { completeList } from "./complete-list.ts";
import { dashboard } from "./dashboard.ts";
import { fanIn } from "./fan-in.ts";
import { getOne } from "./get-one.ts";
import { largePages } from "./large-pages.ts";
import { lists } from "./lists.ts";
import { longChain } from "./long-chain.ts";
import { neighbour } from "./neighbour.ts";
import { otherBuild } from "./other-build.ts";
import { pageLoad } from "./page-load.ts";
import { pooled } from "./pooled.ts";
import { propagation } from "./propagation.ts";
import { replacement } from "./replacement.ts";
import { reverts } from "./reverts.ts";
import { streams } from "./streams.ts";
import { unchanged } from "./unchanged.ts";
import { untilReady } from "./until-ready.ts";

/** In the order of the table. */
export const cases: readonly Case[] = [
  getOne,
  lists,
  apply,
  untilReady,
  propagation,
  longChain,
  fanIn,
  neighbour,
  cascade,
  pooled,
  unchanged,
  changes,
  checks,
  reverts,
  adoption,
  replacement,
  streams,
  completeList,
  largePages,
  dashboard,
  pageLoad,
  busyList,
  cli,
  otherBuild,
];
