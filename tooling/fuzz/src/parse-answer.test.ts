import { expect, it } from "vitest";
import { parseAnswer } from "./parse-answer.ts";

const parse = (text: string, isWhole = true) => parseAnswer(Buffer.from(text), isWhole);

it("reads an answer with a length, and nothing of what follows it", () => {
  const answer = parse("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: x\r\n\r\n{}HTTP/1.1 400 Bad Request\r\n\r\n");
  expect(answer).toMatchObject({ status: 200, text: "{}", isWhole: true });
  expect(answer?.headers.get("etag")).toBe("x");
});

it("puts chunks together, and tells when the last is missing", () => {
  const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  expect(parse(`${head}3\r\nabc\r\na\r\n0123456789\r\n0\r\n\r\n`)).toMatchObject({
    text: "abc0123456789",
    isWhole: true,
  });
  expect(parse(`${head}3\r\nabc\r\n`)).toMatchObject({ text: "abc", isWhole: false });
});

it("leaves out what is said before the answer", () => {
  expect(parse("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n")).toMatchObject({ status: 404, text: "" });
});

it("knows no answer in half a head", () => {
  expect(parse("HTTP/1.1 200 OK\r\nContent-")).toBeNull();
  expect(parse("")).toBeNull();
});
