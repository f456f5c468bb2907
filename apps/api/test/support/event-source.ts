import { createParser, type EventSourceMessage } from "eventsource-parser";

export type ReceivedEvent = { event: string | undefined; id: string | undefined; data: string };

export type EventReader = {
  /** The next event; rejects if the stream ends first. */
  next(): Promise<ReceivedEvent>;
  /** Resolves when the server has ended the stream. What came before stays readable. */
  ended(): Promise<void>;
  close(): Promise<void>;
};

/** Reads server-sent events with a third-party parser. */
export function readEvents(response: Response): EventReader {
  const received: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => received.push(event) });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const more = async (): Promise<boolean> => {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (value !== undefined) parser.feed(value);
    return !done;
  };
  return {
    async next() {
      for (;;) {
        const event = received.shift();
        if (event) return { event: event.event, id: event.id, data: event.data };
        if (!(await more())) throw new Error("The stream ended");
      }
    },
    async ended() {
      while (await more());
    },
    async close() {
      await reader?.cancel();
    },
  };
}
