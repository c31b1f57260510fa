"""Examples of OPS015."""

from __future__ import annotations

from codereview.api import Bad, Good

_PIN = "0123456789abcdef0123456789abcdef01234567"
_READ = "permissions:\n  contents: read\n"
_PATH = ".github/workflows/ci.yml"


def _workflow(on: str, steps: str, *, job: str = "", permissions: str = _READ) -> str:
    """A workflow of one job; its steps begin on line 8 with the read permission, `job` being lines of the job."""
    return f"on: {on}\n{permissions}jobs:\n  check:\n    runs-on: ubuntu-24.04\n{job}    steps:\n{steps}"


_CHECKOUT = f"      - uses: actions/checkout@{_PIN}\n"


def _bad(code: str, *lines: int) -> Bad:
    return Bad({_PATH: code, "shop/api.py": "x = 1\n"}, tuple(f"{_PATH}:{line}" for line in lines))


def _good(code: str) -> Good:
    return Good({_PATH: code, "shop/api.py": "x = 1\n"})


BAD = (
    _bad(_workflow("issues", '      - run: echo "New ${{ github.event.issue.title }}"\n'), 8),
    _bad(
        _workflow(
            "[pull_request_target]",
            "      - run: |\n          git log\n          git switch ${{ github.head_ref }}\n",
        ),
        10,
    ),
    _bad(
        _workflow(
            "issue_comment",
            f"      - uses: actions/github-script@{_PIN}\n        with:\n          script: |\n"
            "            const text = `${{ github.event.comment.body }}`\n            core.info(text)\n",
        ),
        11,
    ),
    _bad(
        _workflow(
            "issues",
            "      - env:\n          TITLE: ${{ github.event.issue.title }}\n        run: make note T='${{ "
            "env.TITLE }}'\n",
        ),
        10,
    ),
    _bad(
        _workflow(
            "pull_request_target",
            f"{_CHECKOUT}        with:\n          ref: ${{{{ github.event.pull_request.head.sha }}}}\n     "
            " - run: pip install .\n",
            permissions="permissions:\n  contents: write\n",
        ),
        10,
    ),
    _bad(
        _workflow(
            "push",
            f"{_CHECKOUT}      - uses: peter/deploy@v3\n      - uses: anna/notify@main\n        with:\n"
            "          key: ${{ secrets.KEY }}\n",
        ),
        10,
    ),
    _bad(_workflow("push", "      - uses: actions/checkout@v4\n      - run: make test\n"), 8),
    _bad(_workflow("push", f"{_CHECKOUT}      - run: make test\n", permissions=""), 2),
    _bad(
        _workflow("push", f"{_CHECKOUT}      - run: make test\n", permissions="permissions: write-all\n"), 2
    ),
    _bad(_workflow("push", "      - run: curl -s https://get.example.com/install | sh\n"), 8),
    _bad(_workflow("push", "      - run: wget -qO- http://get.example.com/install | sudo bash\n"), 8),
    _bad(_workflow("push", "      - run: bash <(curl -s https://codecov.io/bash)\n"), 8),
    _bad(_workflow("push", "      - run: echo ${{ secrets.DEPLOY_KEY }} | base64\n"), 8),
    _bad(
        _workflow(
            "push",
            '      - env:\n          KEY: ${{ secrets.DEPLOY_KEY }}\n        run: echo "key is $KEY"\n',
        ),
        10,
    ),
)
GOOD = (
    _good(
        _workflow(
            "issues",
            '      - env:\n          TITLE: ${{ github.event.issue.title }}\n        run: echo "$TITLE"\n',
        )
    ),
    _good(
        _workflow(
            "issues", "      - run: echo ${{ github.event.issue.number }} ${{ github.event.label.name }}\n"
        )
    ),
    _good(
        _workflow(
            "issue_comment",
            "      - if: contains(github.event.comment.body, '/test')\n"
            "        run: echo ${{ startsWith(github.event.comment.body, '/test') }}\n",
        )
    ),
    _good(
        _workflow(
            "issue_comment",
            '      - run: echo "${{ github.event.comment.body }}"\n',
            job="    if: github.event.comment.author_association == 'OWNER'\n",
        )
    ),
    _good(_workflow("workflow_dispatch", "      - run: ./release ${{ github.event.inputs.title }}\n")),
    _good(_workflow("push", "      - run: git diff ${{ github.event.pull_request.head.ref }}\n")),
    _good(_workflow("pull_request_target", f"{_CHECKOUT}      - run: python label.py\n")),
    _good(
        _workflow(
            "pull_request",
            f"{_CHECKOUT}        with:\n          ref: ${{{{ github.event.pull_request.head.sha }}}}\n     "
            " - run: pip install .\n",
        )
    ),
    _good(
        _workflow(
            "pull_request_target",
            f"{_CHECKOUT}        with:\n          ref: ${{{{ github.event.pull_request.head.sha }}}}\n     "
            "     path: change\n"
            "      - run: cat change/VERSION\n",
        )
    ),
    _good(
        _workflow(
            "push", f"{_CHECKOUT}      - uses: ./.github/actions/setup\n      - uses: docker://alpine:3.20\n"
        )
    ),
    _good(
        _workflow(
            "push",
            f"{_CHECKOUT}      - run: make test\n",
            permissions="",
            job="    permissions:\n      contents: read\n",
        )
    ),
    _good(_workflow("push", "      - run: curl -s https://get.example.com/1.4.2/install.sh | sh\n")),
    _good(
        _workflow(
            "push",
            "      - run: |\n          curl -sO https://get.example.com/install\n          sha256sum -c "
            "install.sum\n"
            "          sh install\n",
        )
    ),
    _good(_workflow("push", "      - run: curl -s https://api.example.com/version | jq -r .tag\n")),
    _good(_workflow("push", "      - run: echo ${{ secrets.PASSWORD }} | docker login --password-stdin\n")),
    _good(_workflow("push", '      - run: echo "${{ secrets.ENVIRONMENT }}" > .env\n')),
    _good(_workflow("push", "      - run: echo ${{ secrets.KEY }} | base64 --decode > key.json\n")),
    _good(
        _workflow(
            "push",
            "      - env:\n          KEY: ${{ secrets.DEPLOY_KEY }}\n"
            '        run: echo "${KEY:+set} $([ -n $KEY ] && echo yes)"\n',
        )
    ),
)
