import { useNode } from "../../src/host/node/index.js";

// what the entry point does for users, for tests that import rooms
useNode();
