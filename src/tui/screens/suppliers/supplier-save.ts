import * as Effect from "effect/Effect"
import { SupplierId } from "../../../domain/model/supplier.ts"
import { setSupplier } from "../../../domain/operations/set-supplier.ts"
import { trySupplierChange } from "../../../domain/operations/try-supplier.ts"
import { Refusal } from "../../../domain/ports/failure.ts"
import { SupplierStore } from "../../../domain/ports/supplier-store.ts"
import { secretsTyped, touched } from "../../components/form/entries-form.ts"
import { changeTyped, type SupplierForm, supplierForm } from "./supplier-form.ts"
import { readTransportSettings } from "./supplier-settings.ts"

export const readForm = Effect.fn("readSupplierForm")(function* (id: number) {
  const supplier = yield* (yield* SupplierStore).get(SupplierId(id))
  if (supplier === null) return yield* new Refusal({ message: "This supplier is not there any more." })
  return supplierForm(supplier, yield* readTransportSettings(supplier))
})

export const saveTyped = (form: SupplierForm) =>
  setSupplier(form.supplier.name, {
    change: changeTyped(form),
    shipMethods: [],
    secrets: secretsTyped(form),
    seen: form.supplier
  })

/** Signs in with what is typed, before any of it is stored. */
export const tryTyped = (form: SupplierForm) =>
  trySupplierChange(form.supplier, changeTyped(form), secretsTyped(form))

/** Whether what is typed changes how the supplier is reached. */
export const isOtherWay = (form: SupplierForm): boolean =>
  touched(form).some(({ key }) => key.startsWith("set.") || key.startsWith("secret."))
