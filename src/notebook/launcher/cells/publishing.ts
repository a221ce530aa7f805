import type { ExecuteRequest, Message, Socket, Tslab } from "../tslab.js";

/** Tells front-ends something that belongs to a request: the type of a message, and its content. */
export type Publish = (type: string, content: object) => void;

const publishers = new WeakMap<ExecuteRequest, Publish>();

/** Says how what belongs to a request reaches the front-end. */
export const publishBy = (request: ExecuteRequest, tell: Publish): void => {
  publishers.set(request, tell);
};

/** Tells front-ends something that belongs to a request. */
export const publish = (request: ExecuteRequest, type: string, content: object): void =>
  publishers.get(request)?.(type, content);

/** Lets requests that come over ZeroMQ publish on the kernel's broadcast socket. */
export function mendPublishing(tslab: Tslab): void {
  tslab.jupyter.ZmqServer = class extends tslab.jupyter.ZmqServer {
    override handleExecute(socket: Socket, message: Message): Promise<void> {
      publishBy(message.content, (type, content) => {
        const reply = message.createReply();
        reply.header.msg_type = type;
        reply.content = content;
        reply.signAndSend(this.connInfo.key, this.iopub);
      });
      return super.handleExecute(socket, message);
    }
  };
}
