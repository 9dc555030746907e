"""Templates' calls without detours: Jinja looks several times per call whether what is called wants the context."""

from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from flask import Flask
from jinja2.runtime import Context, Macro

PLAIN = frozenset({FunctionType, BuiltinFunctionType, MethodType})


class QuickContext(Context):
    """Jinja's context; calls macros, and functions that want nothing passed, at once. All else is as Jinja does it."""

    def call(__self, __obj: Any, *args: Any, **given: Any) -> Any:  # names that no argument can have
        kind = type(__obj)
        if kind is Macro:
            given.pop("_loop_vars", None)
            given.pop("_block_vars", None)
            return __obj(__self.eval_ctx, *args, **given)
        if kind in PLAIN and not hasattr(__obj, "jinja_pass_arg"):
            given.pop("_loop_vars", None)
            given.pop("_block_vars", None)
            return __obj(*args, **given)
        return super().call(__obj, *args, **given)


def init_app(app: Flask) -> None:
    """Let `app` render with it."""
    app.jinja_env.context_class = QuickContext
