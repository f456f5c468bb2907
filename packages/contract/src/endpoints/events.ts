import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

export const streamEvents = defineEndpoint({
  id: "streamEvents",
  method: "GET",
  path: "/events/stream",
  access: "resources:read",
  tags: ["Events"],
  summary: "Follow state changes",
  description:
    "A stream of server-sent events about all resources of the organization: `event: state_change`, each a StateChange. Those of " +
    "one resource come in order, and each at least once. An `id` without an event, at the beginning and with heartbeats, is " +
    "the place where the stream stands. After a lost connection, `Last-Event-ID` resumes where it broke off; if that is too " +
    "long ago, or the database was restarted since, `event: reset` comes first: read the resources again. A heartbeat comes " +
    "every 15 s. A token can have 50 streams.",
  query: z.object({
    include: z
      .enum(["change"])
      .optional()
      .describe(
        "Also `event: change`, each a ChangeProgress: at the beginning each change that is planned or applying, then each that " +
          "progresses, at most twice a second unless its status is new. After `Last-Event-ID` also what has ended since",
      ),
  }),
  headers: ["Last-Event-ID"],
  responses: { 200: { description: "The stream", contentType: "text/event-stream", schema: z.string() } },
});
