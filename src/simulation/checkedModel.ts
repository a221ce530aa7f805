import { type CheckedModel, checkModel, type ModelText } from "../equations/index.js";

const checkedModels = new WeakMap<ModelText, CheckedModel>();

/** A model after its check; its text is checked once, however often it is simulated. */
export function checkedModel(model: ModelText): CheckedModel {
  let checked = checkedModels.get(model);
  if (!checked) {
    checked = checkModel(model);
    checkedModels.set(model, checked);
  }
  return checked;
}
