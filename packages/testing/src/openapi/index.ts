export { AnswerCheck, type ReceivedAnswer } from "./answer-check.ts";
