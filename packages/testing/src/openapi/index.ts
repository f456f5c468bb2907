export { AnswerCheck, type OpenapiDocument, type ReceivedAnswer } from "./answer-check.ts";
