import { parentPort, workerData } from "node:worker_threads";
import { type LongLine, readLongLine } from "./long-line.ts";

/** The thread that reads long lines, one after the other. */

const limit = workerData as number;

parentPort?.on("message", (line: LongLine) => parentPort?.postMessage(readLongLine(line, limit)));
