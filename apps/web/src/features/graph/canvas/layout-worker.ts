import { type LayoutInput, layoutGraph } from "./layout.ts";

// Large graphs take seconds, during which the page would not respond.
self.onmessage = ({ data }: MessageEvent<LayoutInput>) => {
  self.postMessage(layoutGraph(data));
};
