import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** As many as fill a window. */
const ROWS = 20;

/** A page that shows rows like those of the list, and does nothing: what a browser needs for any page. */
export interface PlainPage {
  readonly url: string;
  stop(): Promise<void>;
}

const row = (index: number): string =>
  `<tr data-row="${index}"><td>ready</td><td>resource-${index}</td><td>bench/file</td><td>all</td><td>5 s ago</td></tr>`;

const PAGE = `<!doctype html><title>Plain</title><style>td { padding: 1rem }</style>
<table>${Array.from({ length: ROWS }, (_, index) => row(index)).join("")}</table><p>Live</p>`;

export async function startPlainPage(): Promise<PlainPage> {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8").end(PAGE);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
