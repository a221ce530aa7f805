export { type RecordingWindow, readRecording, StreamedRecording } from "./reader.js";
export { recordTo } from "./writer.js";
