export { countByState } from "./count-by-state.ts";
export { listActivity } from "./list-activity.ts";
export { readAttention } from "./read-attention.ts";
export { readChecklist } from "./read-checklist.ts";
export { readQueue } from "./read-queue.ts";
export { readSeries } from "./read-series.ts";
