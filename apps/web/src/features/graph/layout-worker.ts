import { type LayoutInput, layoutGraph } from "./layout.ts";

// Large graphs take seconds, in which a page would not answer.
self.onmessage = ({ data }: MessageEvent<LayoutInput>) => {
  self.postMessage(layoutGraph(data));
};
