export { countByState, type ResourceCounts, type StateCounts } from "./count-by-state.ts";
export { type Activity, listActivity } from "./list-activity.ts";
export { type Checklist, readChecklist } from "./read-checklist.ts";
export { type QueueState, readQueue } from "./read-queue.ts";
export { type ActivitySeries, readSeries, type SeriesHours } from "./read-series.ts";
