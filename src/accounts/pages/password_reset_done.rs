//! Says that a mail may be on its way, and takes the code that stands in it (B69). The same whether an account has the address or
//! not. Django: `PasswordResetDoneView`.

use leptos::prelude::*;

use crate::{
    accounts::{
        api::EnterResetCode,
        code::AccountCode,
        forms::{EMAIL_MAX, field},
        messages::{label, password_reset_done as words},
        paths,
    },
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, TextField, to},
};

pub async fn password_reset_done(_: Address) -> PageView {
    Ok(view! {
        <div class="narrow">
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <p>{words::TEXT}</p>
                <p>{words::NOT_THERE}</p>
                <p><a href=paths::PASSWORD_RESET>{words::AGAIN}</a></p>
            </section>
            <section class="panel">
                <h2>{words::CODE_HEADING}</h2>
                <p>{words::CODE_TEXT}</p>
                <PostForm action={to::<EnterResetCode>()}>
                    <TextField name=field::EMAIL label=label::EMAIL kind="email" autocomplete="email" maxlength=EMAIL_MAX malformed=AccountCode::InvalidEmail.to_string()/>
                    <TextField name=field::CODE label=words::CODE autocomplete="one-time-code" keyboard=("none", "done")/>
                    <div class="form-actions"><SubmitButton>{words::SUBMIT}</SubmitButton></div>
                </PostForm>
            </section>
        </div>
    }
    .into_any())
}
